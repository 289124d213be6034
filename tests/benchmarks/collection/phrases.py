"""Small change of the trade: how quotations are attributed, and how sentences are joined to what went before."""

SAID = (
    *(
        "said",
        "said",
        "said",
        "said",
        "said",
        "told reporters",
        "told a news conference",
        "added",
        "explained",
        "stated",
    ),
    *("told local radio", "said in a statement", "told journalists", "said in an interview", "told state television"),
    *("wrote in an email", "said by telephone", "replied", "argued", "insisted", "declared", "remarked"),
)
BEFORE = ("said", "said", "put it this way", "told reporters", "was blunt", "had this to say", "added", "stated")
ATTRIBUTED = (
    "“<q>,” <who> <said>.",
    "“<q>,” <who> <said>.",
    "“<q>,” <who> <said>[ on <day>].",
    "“<q>,” <who> {said|added|remarked} {in <city>|afterwards|by phone|later|on leaving|in passing|that evening}.",
    "“<q>,” said <who>.",
    "“<q>,” said <who>.",
    "<who> <before>: “<q>.”",
    "{Speaking|Talking} {in <city>|to reporters|earlier in the day|after the news broke|on <day>}, <who> <before>: “<q>.”",
    "{Asked {about the matter|for comment|what comes next}|In a brief statement}, <who> {said|replied|answered}: “<q>.”",
)
PARTIAL = (
    "<who> {said|insisted|made clear|argued|stressed} that “<q>”.",
    "<who> {told reporters|explained|maintained} that “<q>”.",
    "{In the words of <who>|According to <who>|As <who> put it}, “<q>”.",
)
CONNECTED = (
    *(
        "Meanwhile",
        "In the meantime",
        "At the same time",
        "By then",
        "As things stand",
        "For now",
        "In practice",
        "Separately",
    ),
    *(
        "According to the latest figures",
        "As it turned out",
        "On top of that",
        "In addition",
        "Moreover",
        "To make matters clear",
    ),
)
