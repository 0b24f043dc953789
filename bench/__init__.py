"""How fast the desk is: `python -m helpdesk bench`.

The desk and two bare routes (the floors) are served by one waitress over loopback. Requests for
pages and floors are interleaved in rounds, so that whatever else the machine does hits both; a
page's figure is the median of its rounds' ratios to the floor.
"""
