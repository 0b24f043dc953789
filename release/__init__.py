"""Builds what people download: the folder to upload as a zip, and the wheel.

    python3 run.py release --out DIR

The zip holds one folder `helpdesk/` with all that a host without a shell needs. The same commit
gives the same bytes. Nothing of this ships.
"""
