"""The sandbox's page: viewers side by side on a pretended Discord, and a browser of facts. Needs NiceGUI."""
