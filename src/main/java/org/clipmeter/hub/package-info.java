/** The Hugging Face Hub: a client, and the file cache it shares with Python. */
@NullMarked
package org.clipmeter.hub;

import org.jspecify.annotations.NullMarked;
