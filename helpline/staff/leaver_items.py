"""What a person has to do when somebody leaves: what no software can see to. Plain Python."""

ITEMS = {
    "keys": "Keys, fobs and passes of the rooms are back, or the locks are changed",
    "devices": "Laptop, telephone, headset and papers are back",
    "second_factors": "A security key of the charity’s is back",
    "shared_passwords": "Passwords that several people knew are changed (alarm, router, shared mail)",
    "other_systems": "Their accounts elsewhere are closed (mail, files, calendar, video calls, the server)",
    "lists": "They are off mailing lists and group chats, and off the list of who is rung in an emergency",
    "vetting": "Whoever keeps the vetting register was told (in Scotland: Disclosure Scotland, dsupdate)",
    "talked": "Somebody talked with them: what to do if a caller finds them, and whom they can ring",
}
