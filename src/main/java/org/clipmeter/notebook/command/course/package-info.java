/** The command that checks answers to exercises. */
@NullMarked
package org.clipmeter.notebook.command.course;

import org.jspecify.annotations.NullMarked;
