/** The command that lists models. */
@NullMarked
package org.clipmeter.notebook.command.models;

import org.jspecify.annotations.NullMarked;
