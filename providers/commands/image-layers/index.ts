export { showHeldLayers, showLayerSizes } from "./show";
export { copyBytes, type Layer, layersTransfer } from "./transfer";
