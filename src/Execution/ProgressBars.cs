using System.Management.Automation;

namespace RestoreSessions.Execution;

/// <summary>The progress bars that a command has on the screen. PowerShell draws one again under every later line until it is completed.</summary>
internal sealed class ProgressBars
{
    private readonly Dictionary<int, ProgressRecord> _shown = new();

    /// <summary>Remembers a bar that is shown, and forgets one that is completed.</summary>
    public void Note(ProgressRecord record)
    {
        if (record.RecordType == ProgressRecordType.Completed)
        {
            _shown.Remove(record.ActivityId);
        }
        else
        {
            _shown[record.ActivityId] = record;
        }
    }

    /// <summary>Completes those that are shown.</summary>
    public void Complete(Action<ProgressRecord> write)
    {
        foreach (ProgressRecord record in _shown.Values.ToArray())
        {
            write(new ProgressRecord(record.ActivityId, record.Activity, "Done") { RecordType = ProgressRecordType.Completed });
            _shown.Remove(record.ActivityId);
        }
    }
}
