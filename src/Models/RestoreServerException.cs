using System;

namespace RestoreSessions;

/// <summary>The exception of every error record that comes from talking to a server.</summary>
/// <remarks>The error id says what happened; this says where, and in whose words.</remarks>
public sealed class RestoreServerException : Exception
{
    /// <summary>Initializes the exception with a message and its cause.</summary>
    public RestoreServerException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The server, as the user typed it.</summary>
    public string? Server { get; internal set; }

    /// <summary>The HTTP status the server answered with; null when there was no answer.</summary>
    public int? StatusCode { get; internal set; }

    /// <summary>The server's own words about the failure; null when it sent none.</summary>
    public string? ServerMessage { get; internal set; }
}
