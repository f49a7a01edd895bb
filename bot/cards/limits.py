"""Discord's limits that the cards keep to.

Source: Discord's documentation, `components/reference` and `resources/message`.
"""

MESSAGE_TEXT = 4000
COMPONENTS = 40
CUSTOM_ID = 100
BUTTON_LABEL = 80
SELECT_OPTIONS = 25
OPTION_TEXT = 100
MODAL_TITLE = 45
THREAD_NAME = 100
CHOICES = 25
CHOICE_TEXT = 100
