"""Given a text: which team, which language, is somebody in danger? Plain Python and scikit-learn; no Django, nothing of ours."""
