"""Attestations that anyone can verify, without asking who issued them and without a network.

Bytes and a time go in, a verdict with the list of what was checked comes out. W3C Verifiable Credentials 2.0 in the
shape of the UN Transparency Protocol 0.7, secured as ``vc+jwt`` or by Data Integrity proofs; status lists, trust lists
and the chain from a certificate to the arrangement that recognises its accreditor; calibration certificates in XML.
"""
