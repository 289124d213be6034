"""What each page says, read from a published file with plain SQL: a dictionary, which is the page's JSON too.

A reader takes a connection and what was asked, and gives None where there is no such thing. It knows nothing of HTML.
"""
