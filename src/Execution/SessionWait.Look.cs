using RestoreSessions.Errors;
using RestoreSessions.Http;

namespace RestoreSessions.Execution;

/// <content>One look at the sessions of a server.</content>
internal sealed partial class SessionWait
{
    // Side by side: one after the other, a thousand sessions would take longer than the interval between two looks.
    private async Task LookAsync(List<(AwaitedSession Session, SessionTarget Place)> looks, CancellationToken ending)
    {
        // Those come first that the last look did not bring: where the server fails in the middle of each look, the last sessions would never be asked for.
        (AwaitedSession Session, SessionTarget Place)[] ordered = looks.OrderBy(look => !look.Session.IsUnseen(look.Place)).ToArray();

        // All of them are marked before the first request: while the server is silent about twelve, the others are not asked for, and have to say that it was silent, too.
        (AwaitedSession Session, SessionTarget Place)[] due = ordered.Where(look => look.Session.BeginLook(look.Place, NoAnswer)).ToArray();
        using CancellationTokenSource failed = CancellationTokenSource.CreateLinkedTokenSource(ending);
        ConcurrencyLimit limit = new();
        await Task.WhenAll(due.Select(look => LookAsync(look.Session, look.Place, limit, failed))).ConfigureAwait(false);
    }

    private async Task LookAsync(AwaitedSession session, SessionTarget place, ConcurrencyLimit limit, CancellationTokenSource failed)
    {
        await limit.EnterAsync(failed.Token).ConfigureAwait(false);
        try
        {
            RestoreSession now = await place.LookAsync(_output.Until(failed.Token)).ConfigureAwait(false);
            if (session.Update(place, now))
            {
                _output.Write(now);
            }
        }
        catch (RestFailure failure) when (FailureReach.Of(failure) == Reach.Server)
        {
            // The server has failed, and so the requests for its other sessions would fail in the same way.
            failed.Cancel();
            throw;
        }
        catch (RestFailure failure) when (FailureReach.MayPass(failure))
        {
            session.NoteFailure(place, failure.Message);
            _output.Verbose($"{failure.Server}: {failure.Message}; session {place.Id} is looked at again in {_interval.TotalSeconds} s");
        }
        catch (RestFailure failure)
        {
            GiveUp(session, place, failure);
        }
        finally
        {
            limit.Leave();
        }
    }

    // Where other servers are still asked for the session, nothing is said.
    private void GiveUp(AwaitedSession session, SessionTarget place, RestFailure failure)
    {
        if (session.GiveUpPlace(place, failure) is not { } why)
        {
            return;
        }

        if (FailureReach.Of(why) == Reach.Item)
        {
            _output.Error(ErrorRecords.From(why, session.Target.ForErrors));
            return;
        }

        lock (_leftOut)
        {
            _leftOut.Add(why.Server, ErrorRecords.From(why), _output.Error);
        }
    }
}
