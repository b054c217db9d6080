/**
 * Untrusted local files: their type is checked before they are opened, and the amount that is read is limited. Also their
 * hashes, and files that are written as a whole.
 */
@NullMarked
package org.clipmeter.files;

import org.jspecify.annotations.NullMarked;
