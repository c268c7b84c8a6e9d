namespace FakeServer;

/// <summary>The form of a listing's body.</summary>
public enum BodyShape
{
    /// <summary>The page object that servers are seen to answer, v2 to v8.</summary>
    Page,

    /// <summary>The bare array that the v5 page documents: everything that matches, whatever limit and offset say.</summary>
    Array,
}

/// <summary>How bodies are compressed for clients that accept it.</summary>
public enum Compression
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Content-Encoding: gzip.</summary>
    Gzip,

    /// <summary>Content-Encoding: deflate, which is the zlib format (RFC 9110, 8.4.1.2).</summary>
    Deflate,
}

/// <summary>How the end of a body is told.</summary>
public enum Framing
{
    /// <summary>As the route does: listings in chunks, all else with its length.</summary>
    AsIs,

    /// <summary>In chunks.</summary>
    Chunked,

    /// <summary>With a Content-Length.</summary>
    Length,
}
