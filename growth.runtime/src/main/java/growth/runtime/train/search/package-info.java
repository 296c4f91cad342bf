/**
 * Choosing among sub-networks of a model that is trained with all of them (Li et al. 2022).
 */
package growth.runtime.train.search;
