/** The update of a model by libtorch: gradient norm, AdamW, Muon, averages. */
package growth.engine.torch.optimizer;
