/** Masked language modelling: which tokens are to be guessed, and what the model sees in their place. */
package growth.data.masking;
