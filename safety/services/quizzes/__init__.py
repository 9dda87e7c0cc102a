"""安全答题: banks, quizzes, answering, and what a corrected key changes."""
