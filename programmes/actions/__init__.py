"""What is done with goals and with what is measured of them."""
