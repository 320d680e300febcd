"""Surveys as staff work with them: files read into drafts, versions opened and paused, results, a phone to try them.

What is counted is said by `counted.py` and kept by jamakan/store/survey_counts/.
"""
