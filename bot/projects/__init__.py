"""Projects: what becomes of seeds when somebody takes them on."""
