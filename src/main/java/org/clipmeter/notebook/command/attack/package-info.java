/** The magic %shapes attack. */
@NullMarked
package org.clipmeter.notebook.command.attack;

import org.jspecify.annotations.NullMarked;
