"""Recognition: certificates, reports and accreditations that anyone can check, and the bodies that issue them."""
