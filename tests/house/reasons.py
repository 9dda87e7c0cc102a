"""Why a constraint needs no refusal of its own: how its violation is kept from people."""

FORM = "the admin's form checks the model's constraints and says so beside the field"
TARGET = "what a composite foreign key points at; the primary key in it is unique already"
MOVE = "one UPDATE of a service writes state and time together"
SERVICE = "the one service that writes it asks before, under a lock or with ON CONFLICT"
REBUILT = "uploads rebuild the file and name its type themselves"
