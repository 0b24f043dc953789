"""From an uploaded folder to a desk: what the wizard, `helpdesk install` and `run.py` share.

`state` keeps what the wizard has learnt so far, `seed` writes the first rows, `complete` makes an
installation official by writing the configuration file, which only one can do.
"""
