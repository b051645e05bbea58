'use client'

import '@xyflow/react/dist/base.css'
import {
  Background,
  BackgroundVariant,
  ConnectionLineType,
  ReactFlow,
  SelectionMode,
  useStore,
} from '@xyflow/react'
import { useMemo } from 'react'
import { spacing } from '../flow-document'
import { stepNodeTypes } from '../nodes/node-types'
import { useFocusInspector } from '../use-inspector'
import { phoneQuery, useMediaQuery } from '../use-media-query'
import { useReadOnly } from '../use-read-only'
import { useSingleKeys } from '../use-single-keys'
import { BlankCanvas } from './blank-canvas'
import { stepHelpId } from './canvas-nodes'
import { useCanvasStore } from './canvas-provider'
import { ConnectingHint } from './connecting-hint'
import { fitFlow } from './fit-view'
import { SelectionBar } from './selection-bar'
import { stepEdgeTypes } from './step-edge'
import { useCanvasKeys } from './use-canvas-keys'
import { useClipboardKeys } from './use-clipboard-keys'
import { useConnectByPointer } from './use-connect-by-pointer'
import { useDrawnEdges } from './use-drawn-edges'
import { useDrawnSteps } from './use-drawn-steps'
import { useEndpointDrop } from './use-endpoint-drop'
import { useKeepFitted } from './use-keep-fitted'
import { useShowSelection, useShowStep, useStepFocus } from './use-step-focus'

const canvasHelpId = 'canvas-help'
const edgeHelp = 'Select a step and use its Connections to change where an output leads.'
const snapGrid: [number, number] = [spacing.grid, spacing.grid]
/** Below this zoom, text inside the cards is too small to be read and is left out. */
const farZoom = 0.5

/** The flow as a picture that can be edited with pointer or keyboard. */
export function Canvas() {
  const canvas = useCanvasStore()
  const phone = useMediaQuery(phoneQuery)
  const readOnly = useReadOnly()
  const editable = readOnly === null && !phone
  const steps = useDrawnSteps()
  const edges = useDrawnEdges(editable)
  const { finishByClick, ...connect } = useConnectByPointer()
  const drop = useEndpointDrop(editable)
  const onKeyDown = useCanvasKeys({ ordered: steps.ordered, editable })
  const pointer = useClipboardKeys(editable)
  const focusInspector = useFocusInspector()
  const far = useStore(({ transform }) => transform[2] < farZoom)
  const showStep = useShowStep()
  const onMoveStart = useKeepFitted()
  const { on: singleKeys } = useSingleKeys()
  const stepHelp = helpWithStep(editable, singleKeys)
  const ariaLabels = useMemo(
    () => ({
      'node.a11yDescription.default': stepHelp,
      'node.a11yDescription.keyboardDisabled': stepHelp,
      'edge.a11yDescription.default': edgeHelp,
    }),
    [stepHelp],
  )
  useStepFocus(steps.measured)
  useShowSelection()

  return (
    // A region that takes keys: its name and instruction are read when it gets the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      aria-label="Canvas"
      aria-describedby={canvasHelpId}
      data-region="canvas"
      data-far={far || undefined}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onKeyDown={onKeyDown}
      {...drop}
      {...pointer}
      className="group/canvas relative min-h-0 min-w-0 flex-1 bg-canvas -outline-offset-2"
    >
      <p id={canvasHelpId} hidden>
        {editable && singleKeys
          ? 'Press A to add a step, Tab to go through the steps in the order of the flow.'
          : 'Press Tab to go through the steps in the order of the flow.'}
      </p>
      <p id={stepHelpId} hidden>
        {stepHelp}
      </p>
      <ReactFlow
        aria-label="Steps of the flow"
        className="[--xy-attribution-background-color:transparent] [&_.react-flow\_\_attribution_a]:text-muted"
        nodes={steps.drawn}
        edges={edges.drawn}
        nodeTypes={stepNodeTypes}
        edgeTypes={stepEdgeTypes}
        onNodesChange={steps.onNodesChange}
        onNodeDragStart={steps.onDragStart}
        onSelectionDragStart={steps.onDragStart}
        onEdgesChange={edges.onEdgesChange}
        {...connect}
        onMoveStart={onMoveStart}
        onNodeClick={(event, node) => {
          if (finishByClick(node.id)) return
          canvas.setState({ inspectorOpen: !event.shiftKey })
          // The inspector may lie over the step now.
          requestAnimationFrame(() => showStep(node.id))
        }}
        onNodeDoubleClick={focusInspector}
        onPaneClick={() => {
          canvas.setState({ connecting: null, inspectorOpen: false })
        }}
        ariaLabelConfig={ariaLabels}
        disableKeyboardA11y
        edgesFocusable={false}
        nodesDraggable={editable}
        nodesConnectable={editable}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={multiSelectKeys}
        selectionOnDrag={!phone}
        selectionMode={SelectionMode.Partial}
        panOnDrag={phone ? true : middleButton}
        panOnScroll
        zoomOnScroll={false}
        zoomOnDoubleClick={false}
        panActivationKeyCode="Space"
        zoomActivationKeyCode={zoomKeys}
        snapToGrid
        snapGrid={snapGrid}
        minZoom={0.25}
        maxZoom={2}
        fitView
        fitViewOptions={fitFlow}
        nodeDragThreshold={3}
        connectionLineType={ConnectionLineType.SmoothStep}
        connectionLineStyle={wireStyle}
        elevateNodesOnSelect
        attributionPosition="bottom-left"
      >
        <Background
          variant={BackgroundVariant.Dots}
          gap={spacing.grid * 2}
          size={1.6}
          color="var(--color-line)"
        />
      </ReactFlow>
      {editable && <BlankCanvas />}
      <ConnectingHint />
      <SelectionBar />
    </section>
  )
}

const multiSelectKeys = ['Shift', 'Control', 'Meta']
const zoomKeys = ['Control', 'Meta']
const middleButton = [1]
const wireStyle = { stroke: 'var(--color-accent)', strokeWidth: 2 }

/** Only of keys that do something. */
function helpWithStep(editable: boolean, singleKeys: boolean): string {
  if (!editable)
    return `Enter shows the settings.${singleKeys ? ' Right bracket follows the connection.' : ''}`
  return singleKeys
    ? 'Enter opens the settings, C connects, Delete deletes, arrows move. Tab goes to the next step, right bracket follows the connection.'
    : 'Enter opens the settings, Delete deletes, arrows move. Tab goes to the next step.'
}
