"""Check claims against the corpus: split a message, weigh the evidence, say which way it points."""

from retrieval.claims.checking import check_message
from retrieval.claims.report import ClaimReport, ClaimVerdict, Verdict

__all__ = ["ClaimReport", "ClaimVerdict", "Verdict", "check_message"]
