using System.Management.Automation;
using RestoreSessions.Http;

namespace RestoreSessions.Errors;

/// <content>The records of a trail that cannot be continued.</content>
internal static partial class ErrorRecords
{
    /// <summary>The record for a failed request, with a further sentence about what it means for the trail.</summary>
    /// <inheritdoc cref="From(RestFailure, object)"/>
    public static ErrorRecord From(RestFailure failure, object? target, string more)
    {
        ErrorRecord record = From(failure, target);
        record.ErrorDetails = new ErrorDetails($"{record.ErrorDetails?.Message ?? record.Exception.Message} {more}");
        return record;
    }

    public static ErrorRecord InvalidAuditPath(string path, Exception why) => Make(
        message => new ArgumentException(message, why),
        $"'{path}' is not a valid file path: {Sentence(why.Message)}", ErrorCategory.InvalidArgument, path);

    public static ErrorRecord AuditInUse(string path) => Make(
        message => new IOException(message),
        $"Another run is writing '{path}', and nothing has been read. Try again when it has ended.", ErrorCategory.ResourceBusy, path);

    public static ErrorRecord AuditNotRecognized(string path) => Make(
        message => new InvalidDataException(message),
        $"'{path}' was not written by Export-RestoreSessionAudit, and has not been changed. Choose another name.", ErrorCategory.InvalidData, path);

    public static ErrorRecord AuditVersionNotKnown(string path) => Make(
        message => new InvalidDataException(message),
        $"'{path}.state' was written by another version of RestoreSessions, and nothing has been changed. Use that version or a later one.",
        ErrorCategory.InvalidData, path);

    /// <param name="path">The file.</param>
    /// <param name="why">What the system says, or this module.</param>
    /// <param name="isOpen">Whether the trail had been opened, so that the failure may pass.</param>
    public static ErrorRecord AuditNotWritten(string path, Exception why, bool isOpen) => Make(
        message => new IOException(message, why),
        $"'{path}' could not be written: {Sentence(why.Message)}{(isOpen ? " Nothing is lost: the next run goes on where this one ended." : "")}", ErrorCategory.WriteError, path);
}
