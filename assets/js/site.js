// Progressive help for pages.
