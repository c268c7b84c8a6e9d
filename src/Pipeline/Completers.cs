using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace RestoreSessions.Pipeline;

/// <summary>Completes a parameter with the values known from the vendor's documents; others are allowed.</summary>
internal abstract class KnownValuesCompleter : IArgumentCompleter
{
    private readonly string[] _values;

    private protected KnownValuesCompleter(params string[] values) => _values = values;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string start = wordToComplete.Trim('\'', '"');
        return _values.Where(value => value.StartsWith(start, StringComparison.OrdinalIgnoreCase)).Select(value => new CompletionResult(value));
    }
}

/// <summary>Completes what a session opens.</summary>
internal sealed class WorkloadCompleter : KnownValuesCompleter
{
    /// <summary>Initializes the completer with the names people use.</summary>
    public WorkloadCompleter()
        : base(KnownWords.Workloads)
    {
    }
}

/// <summary>Completes the state of a session.</summary>
internal sealed class SessionStateCompleter : KnownValuesCompleter
{
    /// <summary>Initializes the completer with the states of v6 to v8.</summary>
    public SessionStateCompleter()
        : base(KnownWords.States)
    {
    }
}

/// <summary>Completes the result of a session.</summary>
internal sealed class SessionResultCompleter : KnownValuesCompleter
{
    /// <summary>Initializes the completer with the results of v5 to v8.</summary>
    public SessionResultCompleter()
        : base(KnownWords.Results)
    {
    }
}

/// <summary>Completes the type of an event.</summary>
internal sealed class EventTypeCompleter : KnownValuesCompleter
{
    /// <summary>Initializes the completer with the types of v6 to v8.</summary>
    public EventTypeCompleter()
        : base(KnownWords.EventTypes)
    {
    }
}

/// <summary>Completes the status of an event.</summary>
internal sealed class EventStatusCompleter : KnownValuesCompleter
{
    /// <summary>Initializes the completer with the statuses of v6 to v8.</summary>
    public EventStatusCompleter()
        : base(KnownWords.Statuses)
    {
    }
}
