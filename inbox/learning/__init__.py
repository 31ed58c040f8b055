"""What the desk's classifier learns from its people: labels, memory, training, versions, and figures in the open."""
