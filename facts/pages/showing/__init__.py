"""What a page shows beyond its data: pictures, and sentences that say the same."""
