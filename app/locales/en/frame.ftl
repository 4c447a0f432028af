# The frame of every page.
product-name = Concordance
skip-to-content = Skip to main content
