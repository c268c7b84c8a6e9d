using System.Management.Automation;

namespace HostedShell;

/// <summary>Everything a script left behind, on every stream.</summary>
public sealed class ShellResult
{
    /// <summary>The success stream.</summary>
    public required IReadOnlyList<PSObject> Output { get; init; }

    /// <summary>The error stream, and behind it the error that ended the script, if one did.</summary>
    public required IReadOnlyList<ErrorRecord> Errors { get; init; }

    /// <summary>The error that ended the script; null when it ran to its end.</summary>
    public ErrorRecord? TerminatingError { get; init; }

    /// <summary>The warning stream.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The verbose stream.</summary>
    public required IReadOnlyList<string> Verbose { get; init; }

    /// <summary>The debug stream.</summary>
    public required IReadOnlyList<string> Debug { get; init; }

    /// <summary>The information stream.</summary>
    public required IReadOnlyList<InformationRecord> Information { get; init; }

    /// <summary>The progress stream.</summary>
    public required IReadOnlyList<ProgressRecord> Progress { get; init; }

    /// <summary>The full id of the one error there is; null when there is none.</summary>
    public string? ErrorId => Errors.Count switch
    {
        0 => null,
        1 => Errors[0].FullyQualifiedErrorId,
        _ => throw new InvalidOperationException($"{Errors.Count} errors: {string.Join("; ", Errors)}"),
    };

    /// <summary>The output as objects of one type.</summary>
    /// <exception cref="InvalidCastException">There is something else, or there was an error.</exception>
    public IReadOnlyList<T> As<T>() => Errors.Count > 0
        ? throw new InvalidCastException($"The script failed: {string.Join("; ", Errors.Select(e => $"{e.FullyQualifiedErrorId}: {e}"))}")
        : [.. Output.Select(o => (T)o.BaseObject)];

    /// <summary>Whatever was written to any stream, as text: to look for what should not be there.</summary>
    public string Everything() => string.Join('\n', [
        .. Output.Select(o => PSSerializer.Serialize(o)),
        .. Errors.SelectMany(Texts),
        .. Warnings, .. Verbose, .. Debug,
        .. Information.Select(i => PSSerializer.Serialize(i)),
        .. Progress.Select(p => $"{p.Activity} {p.StatusDescription} {p.CurrentOperation}")]);

    private static IEnumerable<string> Texts(ErrorRecord error)
    {
        yield return $"{error} {error.ErrorDetails?.Message} {error.ErrorDetails?.RecommendedAction} {error.FullyQualifiedErrorId} {error.CategoryInfo} {error.ScriptStackTrace}";
        yield return $"{error.InvocationInfo?.Line} {error.InvocationInfo?.PositionMessage}";
        yield return PSSerializer.Serialize(error.TargetObject);
        for (System.Exception? e = error.Exception; e is not null; e = e.InnerException)
        {
            yield return $"{e} {string.Join(' ', e.Data.Values.Cast<object>())}";
        }
    }

    /// <summary>The one object of the output.</summary>
    public T One<T>() => As<T>().Single();
}
