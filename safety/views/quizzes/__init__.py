"""安全答题: pages for everybody, for whoever answers, and the desk."""
