/** How every error message is put: one short line with nothing in it that a terminal or a page would act on. */
@NullMarked
package org.clipmeter.message;

import org.jspecify.annotations.NullMarked;
