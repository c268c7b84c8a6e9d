namespace RestoreSessions;

/// <summary>The exception of every error record of a failed request.</summary>
/// <remarks>The error id names what happened; this exception adds the server, the status, and the server's message.</remarks>
public sealed class RestoreServerException : Exception
{
    /// <summary>Initializes the exception with a message and its cause.</summary>
    public RestoreServerException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The server, as the user typed it.</summary>
    public string? Server { get; internal set; }

    /// <summary>The HTTP status of the answer; null if there was no answer.</summary>
    public int? StatusCode { get; internal set; }

    /// <summary>The server's message; null if it sent none.</summary>
    public string? ServerMessage { get; internal set; }
}
