/** Results as files, with what they were computed with. */
@NullMarked
package org.clipmeter.result.export;

import org.jspecify.annotations.NullMarked;
