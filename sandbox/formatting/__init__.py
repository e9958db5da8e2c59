"""What a text or a keyboard may look like: entities, HTML, Markdown, links, reply_markup."""
