/** A real MCP server by its exact version, and what it is given to start. */
export interface BenchServer {
  readonly name: string;
  readonly spec: string;
  readonly args?: readonly string[];
}

/**
 * What is measured: the first one, the first four, all. The first four are those whose pins are in
 * lockfiles/; the others are servers of other authors, none of which has an install script.
 */
export const SERVERS: readonly BenchServer[] = [
  { name: "filesystem", spec: "@modelcontextprotocol/server-filesystem@2026.8.31", args: ["/tmp"] },
  { name: "memory", spec: "@modelcontextprotocol/server-memory@2026.8.31" },
  { name: "everything", spec: "@modelcontextprotocol/server-everything@2026.8.31" },
  {
    name: "sequential-thinking",
    spec: "@modelcontextprotocol/server-sequential-thinking@2026.8.31",
  },
  { name: "github", spec: "@modelcontextprotocol/server-github@2025.4.8" },
  { name: "slack", spec: "@modelcontextprotocol/server-slack@2025.4.25" },
  { name: "gdrive", spec: "@modelcontextprotocol/server-gdrive@2025.1.14" },
  { name: "notion", spec: "@notionhq/notion-mcp-server@2.5.2" },
  { name: "playwright", spec: "@playwright/mcp@0.0.83" },
  { name: "stripe", spec: "@stripe/mcp@0.3.3" },
  { name: "supabase", spec: "@supabase/mcp-server-supabase@0.13.0" },
  { name: "context7", spec: "@upstash/context7-mcp@4.1.1" },
  { name: "postgres", spec: "@modelcontextprotocol/server-postgres@0.6.2" },
  { name: "tavily", spec: "tavily-mcp@0.2.22" },
  { name: "brave", spec: "@brave/brave-search-mcp-server@2.1.4" },
  { name: "circleci", spec: "@circleci/mcp-server-circleci@0.20.0" },
  { name: "calendar", spec: "@cocal/google-calendar-mcp@2.6.3" },
  { name: "figma", spec: "figma-developer-mcp@0.13.2" },
  { name: "eslint", spec: "@eslint/mcp@0.3.13" },
  { name: "chart", spec: "@antv/mcp-server-chart@0.9.10" },
];
