"""Published cases whose answers are known, carried with the package so that anyone can run them where it is installed.

Only cases that may be passed on are carried: public domain, open licences and our own construction.
"""
