/** The exercises of the course: what is asked, and how an answer is checked. */
@NullMarked
package org.clipmeter.course;

import org.jspecify.annotations.NullMarked;
