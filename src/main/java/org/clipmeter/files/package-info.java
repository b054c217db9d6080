/** Files that somebody else wrote: what they are is checked before they are opened, and reading them is bounded. */
@NullMarked
package org.clipmeter.files;

import org.jspecify.annotations.NullMarked;
