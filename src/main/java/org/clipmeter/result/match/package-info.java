/** Images compared with texts, as a result with its table and summary. */
@NullMarked
package org.clipmeter.result.match;

import org.jspecify.annotations.NullMarked;
