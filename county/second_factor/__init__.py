"""Staff's second factor: a code from a telephone's app after the password, ten codes on paper for when it is lost."""
