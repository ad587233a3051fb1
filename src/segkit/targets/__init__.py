"""Lists that go out: what e-mail and advertising tools take, as data, and the rules that make contacts fit them.

Frames in, frames out: no file is touched here, and no value of a contact gets into a message.
"""
