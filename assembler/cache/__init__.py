"""What takes long to prepare and depends on files alone, kept in the user's cache folder between runs.

An entry holds compiled code and pickled values, and loading one can run anything: the cache is trusted exactly as far as the installed program
and its `.pyc` files are. So it is only read from a folder and a file that belong to this user and that nobody else may write, and an entry says by
its digest whether it is whole. Nothing depends on it: where there is no cache, or an entry is not as it should be, the work is done anew.
"""
