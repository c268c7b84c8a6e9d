using System.Globalization;
using System.Management.Automation;
using RestoreSessions.Api;
using RestoreSessions.Audit;
using RestoreSessions.Errors;
using RestoreSessions.Http;

namespace RestoreSessions.Commands;

/// <content>What is said to the user.</content>
public sealed partial class ExportRestoreSessionAuditCommand
{
    private string ParsePath()
    {
        try
        {
            string path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out ProviderInfo provider, out _);
            return provider.Name == "FileSystem" ? System.IO.Path.GetFullPath(path) : throw new NotSupportedException($"{provider.Name} keeps no files");
        }
        catch (Exception e) when (e is SessionStateException or ArgumentException or NotSupportedException or IOException)
        {
            EndWith(ErrorRecords.InvalidAuditPath(Path, e));
            throw;
        }
    }

    // Counts without the lock and without a file: nothing is made or changed.
    private void Describe(IReadOnlyList<ServerConnection> servers)
    {
        Try(() => AuditPath.Check(_path));
        AuditState? state = Try(() => AuditState.Load(_path));
        if (state is null)
        {
            Try(() => AuditFile.RefuseForeign(_path));
        }

        AuditReader[] readers = servers.Select(server =>
        {
            AuditAccount account = state?.Find(server.Server, server.UserName ?? "") ?? new AuditAccount { From = StartTimeFrom };
            account.Want(StartTimeFrom);
            return new AuditReader(server, account, Clock.Machine);
        }).ToArray();
        RunOnEach(readers, (reader, output) => reader.CountAsync(output));
        _ = ShouldProcess(_path, string.Format(CultureInfo.InvariantCulture, "Read {0:#,0} restore sessions and append what is new", readers.Sum(reader => reader.Found)));
    }

    private AuditAccount AccountOf(AuditTrail trail, ServerConnection server) =>
        trail.AccountOf(server.Server, server.UserName ?? "", StartTimeFrom, AuditReader.EarlierClock(server, Clock.Machine));

    private void WriteProblems(GapNews[] news)
    {
        for (int at = 0; at < news.Length; at++)
        {
            AuditGap gap = _gaps[at];
            if (news[at] == GapNews.Gone)
            {
                WriteWarning($"{gap.Account.Server} has no restore session {gap.Session.Id} any more. What it had shown of the session is in the file. Should the session come back within 30 days, the file gets what is new of it.");
            }
            else if (news[at] == GapNews.Unread)
            {
                WriteError(ErrorRecords.From(gap.Failure, gap.Session.Id, "The next run reads this session again."));
            }
        }

        foreach (AuditBreak failed in _breaks)
        {
            AuditAccount account = failed.Account;
            DateTime? since = account.Frontier ?? account.From;
            string when = failed.IsBackward ? string.Format(CultureInfo.InvariantCulture, " from {0:s}Z to {1:s}Z", account.Wanted, account.From)
                : since is null ? "" : string.Format(CultureInfo.InvariantCulture, " since {0:s}Z", since);
            ErrorRecord error = ErrorRecords.From(failed.Failure, null, $"Its events{when} are missing from the file, and the next run reads them.");
            if (IsOnlyServer(failed.Failure.Server))
            {
                EndWith(error);
            }

            WriteError(error);
        }
    }

    private void Try(Action action) => Try(() =>
    {
        action();
        return true;
    });

    private T Try<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (AuditFailure failure)
        {
            EndWith(failure.Kind switch
            {
                AuditFailureKind.InUse => ErrorRecords.AuditInUse(_path),
                AuditFailureKind.NotATrail => ErrorRecords.AuditNotRecognized(_path),
                _ => ErrorRecords.AuditVersionNotKnown(_path),
            });
            throw;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            EndWith(ErrorRecords.AuditNotWritten(_path, e, _isOpen));
            throw;
        }
    }
}
